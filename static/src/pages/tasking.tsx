import { startIncidentPage } from '../desk/startPage'
import { TaskingPage } from '../tasking/TaskingPage'

startIncidentPage({ page: 'tasking', body: (store) => <TaskingPage store={store} /> })
