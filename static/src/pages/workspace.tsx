import { start } from '../workspace/start'

void start()
