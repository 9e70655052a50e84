import { startPlainPage } from '../desk/startPage'
import { HelpPage } from '../help/HelpPage'

startPlainPage({ page: 'help', body: () => <HelpPage /> })
