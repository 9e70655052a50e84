import { StudioPage } from '../approval/studio/StudioPage'
import { startIncidentPage } from '../desk/startPage'
import { boot } from '../lib/boot'

const edited = boot().broadcast

startIncidentPage({ page: 'measures', needs: 'broadcast.edit', body: (store) => <StudioPage store={store} id={typeof edited === 'string' ? edited : ''} /> })
