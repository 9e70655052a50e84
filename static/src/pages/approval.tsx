import { BroadcastPage } from '../approval/BroadcastPage'
import { MeasurePage } from '../approval/MeasurePage'
import { startIncidentPage, subjectId } from '../desk/startPage'

const isBroadcast = location.pathname.startsWith('/broadcasts/')

startIncidentPage({
  page: 'measures',
  needs: isBroadcast ? 'broadcast.read' : 'measure.read',
  body: (store) =>
    isBroadcast ? <BroadcastPage store={store} id={subjectId('broadcast')} /> : <MeasurePage store={store} id={subjectId('measure')} />,
})
