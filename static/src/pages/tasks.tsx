import { TasksPage } from '../admin/TasksPage'
import { startIncidentPage } from '../desk/startPage'

startIncidentPage({ page: 'tasks', needs: 'incident.read', body: (store) => <TasksPage store={store} /> })
