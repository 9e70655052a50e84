import { BriefPage } from '../brief/BriefPage'
import { startIncidentPage } from '../desk/startPage'

startIncidentPage({ page: 'brief', needs: 'review.read', body: (store) => <BriefPage store={store} /> })
