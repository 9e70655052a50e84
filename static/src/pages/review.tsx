import { startIncidentPage } from '../desk/startPage'
import { ReviewPage } from '../review/ReviewPage'

startIncidentPage({ page: 'review', needs: 'review.read', body: (store) => <ReviewPage store={store} /> })
