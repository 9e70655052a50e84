import { startPlainPage } from '../desk/startPage'
import { PhoneBookPage } from '../duty/PhoneBook'

startPlainPage({ page: 'phonebook', needs: 'phonebook.read', body: () => <PhoneBookPage /> })
