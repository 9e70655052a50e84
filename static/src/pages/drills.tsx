import { startPlainPage } from '../desk/startPage'
import { DrillsPage } from '../drills/DrillsPage'
import { OneDrill } from '../drills/OneDrill'
import { boot } from '../lib/boot'

const id = boot()['drill']

startPlainPage({ page: 'drills', needs: 'drill.read', body: () => (typeof id === 'string' ? <OneDrill id={id} /> : <DrillsPage />) })
