import { TasksPage } from '../admin/TasksPage'
import { startIncidentPage } from '../desk/startPage'
import { LargeTasks } from '../tasking/LargeTasks'

startIncidentPage({ page: 'tasks', needs: 'incident.read', body: (store) => (store.large.value ? <LargeTasks store={store} /> : <TasksPage store={store} />) })
