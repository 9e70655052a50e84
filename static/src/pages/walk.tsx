import { startPlainPage } from '../desk/startPage'
import { WalkPage } from '../walk/WalkPage'
import { walkWords } from '../walk/words'

startPlainPage({ page: 'walk', needs: 'finding.read', title: () => walkWords().title, body: () => <WalkPage /> })
