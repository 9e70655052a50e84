import { startPlainPage } from '../desk/startPage'
import { DutyPage } from '../duty/DutyPage'

startPlainPage({ page: 'duty', needs: 'duty.read', body: () => <DutyPage /> })
