import { startPlainPage } from '../desk/startPage'
import { RecordPage } from '../record/RecordPage'

startPlainPage({ page: 'record', needs: 'log.read', body: () => <RecordPage /> })
