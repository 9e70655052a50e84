import { MeasuresList } from '../approval/MeasuresList'
import { startIncidentPage } from '../desk/startPage'

startIncidentPage({ page: 'measures', needs: 'measure.read', body: (store) => <MeasuresList store={store} /> })
