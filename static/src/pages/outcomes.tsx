import { startIncidentPage } from '../desk/startPage'
import { OutcomesPage } from '../outcomes/OutcomesPage'

startIncidentPage({ page: 'outcomes', needs: 'outcome.read', body: (store) => <OutcomesPage store={store} /> })
