import { IncidentsPage } from '../admin/IncidentsPage'
import { startPlainPage } from '../desk/startPage'

startPlainPage({ page: 'incidents', needs: 'incident.read', body: () => <IncidentsPage /> })
