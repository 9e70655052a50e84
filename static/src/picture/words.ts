import { words } from '../lib/i18n'
import type { Shared } from './share'

const DONE_ZH: Readonly<Record<Shared | 'failed', string>> = { copied: '图片已复制，可直接粘贴', saved: '浏览器不让写剪贴板，图片已下载', failed: '图片没有画成，请重试' }
const DONE_EN: Readonly<Record<Shared | 'failed', string>> = { copied: 'Picture copied: paste it', saved: 'The browser keeps its clipboard: picture downloaded', failed: 'The picture could not be drawn; try again' }

export const pictureWords = words(
  { copy: '复制图片', copyMap: '复制地图图片', done: (how: Shared | 'failed') => DONE_ZH[how] },
  { copy: 'Copy as picture', copyMap: 'Copy the map as a picture', done: (how: Shared | 'failed') => DONE_EN[how] },
)
