import { DataPage } from '../data/DataPage'
import { startPlainPage } from '../desk/startPage'

startPlainPage({ page: 'data', body: () => <DataPage /> })
