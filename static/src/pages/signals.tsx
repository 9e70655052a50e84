import { startPlainPage } from '../desk/startPage'
import { SignalsPage } from '../signals/SignalsPage'

startPlainPage({ page: 'signals', needs: 'feed.read', body: () => <SignalsPage /> })
