import { startIncidentPage } from '../desk/startPage'
import { ReportsPage } from '../reports/ReportsPage'

startIncidentPage({ page: 'review', needs: 'review.read', body: (store) => <ReportsPage store={store} /> })
