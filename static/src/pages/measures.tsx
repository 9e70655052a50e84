import { MeasuresPage } from '../approval/MeasuresPage'
import { startIncidentPage } from '../desk/startPage'

startIncidentPage({ page: 'measures', needs: 'measure.read', body: (store) => <MeasuresPage store={store} /> })
