import { startPlainPage, subjectId } from '../desk/startPage'
import { workbenchWords } from '../workbench/words'
import { WorkbenchPage } from '../workbench/WorkbenchPage'

startPlainPage({ page: 'playbooks', needs: 'playbook_draft.read', title: () => workbenchWords().draft, body: () => <WorkbenchPage id={subjectId('draft')} /> })
