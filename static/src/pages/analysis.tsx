import { AnalysisPage } from '../analysis/AnalysisPage'
import { startPlainPage } from '../desk/startPage'

startPlainPage({ page: 'review', needs: 'review.read', body: () => <AnalysisPage /> })
