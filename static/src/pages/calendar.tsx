import { CalendarPage } from '../calendar/CalendarPage'
import { startPlainPage } from '../desk/startPage'

startPlainPage({ page: 'calendar', needs: 'event.read', body: () => <CalendarPage /> })
