import { PeoplePage } from '../admin/PeoplePage'
import { startPlainPage } from '../desk/startPage'

startPlainPage({ page: 'people', needs: 'people.read', body: () => <PeoplePage /> })
