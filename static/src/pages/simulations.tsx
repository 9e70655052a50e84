import { startPlainPage } from '../desk/startPage'
import { boot } from '../lib/boot'
import { AskPage } from '../simulate/AskPage'
import { OnePage } from '../simulate/OnePage'

const id = boot()['simulation']

startPlainPage({ page: 'playbooks', needs: 'playbook.simulate', body: () => (typeof id === 'string' ? <OnePage id={id} /> : <AskPage />) })
