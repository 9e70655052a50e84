import { startPlainPage } from '../desk/startPage'
import { AsksPage } from '../tasking/AsksPage'
import { taskingWords } from '../tasking/words'

startPlainPage({ page: 'asks', title: () => taskingWords().upward, body: () => <AsksPage /> })
