import { startPlainPage } from '../desk/startPage'
import { MeetingsPage } from '../meetings/MeetingsPage'
import { meetingWords } from '../meetings/words'

startPlainPage({ page: 'meetings', needs: 'review.read', title: () => meetingWords().title, body: () => <MeetingsPage /> })
