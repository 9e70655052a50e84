import { startIncidentPage } from '../desk/startPage'
import { LeaguePage } from '../league/LeaguePage'

startIncidentPage({ page: 'outcomes', needs: 'league.read', body: (store) => <LeaguePage store={store} /> })
