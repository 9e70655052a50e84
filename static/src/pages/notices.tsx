import { startPlainPage } from '../desk/startPage'
import { NoticesPage } from '../paging/NoticesPage'
import { pagingWords } from '../paging/words'

startPlainPage({ page: 'help', title: () => pagingWords().title, body: () => <NoticesPage /> })
