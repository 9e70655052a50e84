import { startPlainPage } from '../desk/startPage'
import { FindingsPage } from '../findings/FindingsPage'
import { findingWords } from '../findings/words'

startPlainPage({ page: 'findings', needs: 'finding.read', title: () => findingWords().title, body: () => <FindingsPage /> })
