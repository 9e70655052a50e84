import { startPlainPage } from '../desk/startPage'
import { NoticesPage } from '../paging/NoticesPage'
import { pagingWords } from '../paging/words'

startPlainPage({ page: 'notices', title: () => pagingWords().title, body: () => <NoticesPage /> })
