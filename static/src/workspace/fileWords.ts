import { words } from '../lib/i18n'

export const fileWords = words(
  {
    files: '附件', none: '还没有附件。', photo: '照片', voice: '语音', document: '文件',
    addPhoto: '照片', addVoice: '录音', addDocument: '文件', strip: '去除照片里的位置信息',
    limits: (photo: number, voice: number, document: number) => `照片最大 ${photo} MB，语音 ${voice} MB，文件 ${document} MB（纯文本 2 MB）。没有网络时先存在本机，联网后自动发送。`,
    stripped: '已去位置', willStrip: '发送时去位置', unsent: '待发', uploading: '正在上传', tried: (times: number) => `试过 ${times} 次，会再试`, decide: '需您决定', takeBack: '不发了',
    redacted: (why: string) => `内容已删除${why ? `：${why}` : ''}`, view: (name: string) => `查看 ${name}`, cannotShow: '这个浏览器显示不了，点此下载',
    faultKind: '不收这种文件。可以是照片（JPEG、PNG、WebP、HEIC）、语音，或 PDF、DOCX、XLSX、纯文本。', faultSize: (size: string, most: number) => `文件 ${size}，超过 ${most} MB 的上限。`, faultEmpty: '文件是空的。',
    faultStrip: '这种格式的照片去不掉位置信息。请拍成 JPEG，或不勾选「去除位置」再选一次。', faultRoom: '这台设备放不下了，文件没有存进来。请先腾出空间，或联网等待发的发完。', faultRead: '读不出这个文件，请重新选一次。',
    recording: '正在录音', stop: '停止并保存', cancel: '不要了', asking: '请允许使用麦克风', faultMic: '用不了麦克风。可以用手机自带的录音机录好，再从「文件」里选。', pickVoice: '选录音文件',
  },
  {
    files: 'Attachments', none: 'No attachment yet.', photo: 'photo', voice: 'voice note', document: 'document',
    addPhoto: 'Photo', addVoice: 'Voice note', addDocument: 'Document', strip: 'Take the place out of photos',
    limits: (photo: number, voice: number, document: number) => `At most ${photo} MB a photo, ${voice} MB a voice note, ${document} MB a document (plain text 2 MB). Without a network it is kept here and sent when there is one.`,
    stripped: 'place taken out', willStrip: 'place is taken out when sent', unsent: 'unsent', uploading: 'uploading', tried: (times: number) => `tried ${times}×, tried again`, decide: 'your decision', takeBack: 'Don\'t send',
    redacted: (why: string) => `Content deleted${why ? `: ${why}` : ''}`, view: (name: string) => `Show ${name}`, cannotShow: 'This browser can\'t show it; download',
    faultKind: 'This kind of file is not taken. A photo (JPEG, PNG, WebP, HEIC), a voice note, or PDF, DOCX, XLSX or plain text is.', faultSize: (size: string, most: number) => `The file has ${size}; at most ${most} MB are taken.`, faultEmpty: 'The file is empty.',
    faultStrip: 'The place can\'t be taken out of this kind of photo. Take a JPEG, or choose it again without "take the place out".', faultRoom: 'This device has no room for it; the file was not kept. Make room, or let what is unsent go out first.', faultRead: 'The file can\'t be read; please choose it again.',
    recording: 'Recording', stop: 'Stop and keep', cancel: 'Discard', asking: 'Please allow the microphone', faultMic: 'The microphone can\'t be used. Record with the phone\'s own recorder and choose it under Document.', pickVoice: 'Choose a recording',
  },
)
