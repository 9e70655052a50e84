import { startPlainPage } from '../desk/startPage'
import { PhoneBook } from '../duty/PhoneBook'

startPlainPage({ page: 'phonebook', needs: 'phonebook.read', body: () => <PhoneBook /> })
