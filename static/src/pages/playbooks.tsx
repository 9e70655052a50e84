import { startPlainPage } from '../desk/startPage'
import { Library } from '../playbook/Library'

startPlainPage({ page: 'playbooks', needs: 'playbook.read', body: () => <Library /> })
