import { startPlainPage, subjectId } from '../desk/startPage'
import { ReadView } from '../playbook/ReadView'

startPlainPage({ page: 'playbooks', needs: 'playbook.read', body: () => <ReadView slug={subjectId('playbook')} /> })
