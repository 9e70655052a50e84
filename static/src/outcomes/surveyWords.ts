import { words } from '../lib/i18n'

export const surveyWords = words(
  {
    title: '短信满意度回访', ask: '发起回访', none: '还没有发起过回访。', asked: '样本', of: (covered: string) => `已覆盖 ${covered} 户`, reached: '已发到', answers: '回复', rate: '回复率', satisfied: '满意率', spread: '回复分布', open: (hours: string) => `截止发送后 ${hours} 小时内的回复有效`, closed: '回复已截止', waiting: '尚无回复',
    leftOut: (late: string, repeated: string, unclear: string) => `未计：迟到 ${late}，重复 ${repeated}，看不懂 ${unclear}`, from: (least: string, scale: string) => `${least} 至 ${scale} 为满意`, all: '全部措施', message: '查看信息与审批', province: '省份', digit: (digit: string, many: string) => `${digit} 分：${many} 户`,
    hint: '从已覆盖客户中按县和品牌比例随机抽样，由省内平台抽取，总部看不到号码。与其他公共信息一样须两人审批。每户只计第一次有效回复。', measure: '哪项措施的客户', where: '省份', everywhere: '所有已覆盖的省', sample: '样本户数', scale: '评分', steps: (scale: string) => `1 至 ${scale}`, question: '问题（中文）', questionEn: '问题（英文）', languages: '发送语言', zh: '中文', both: '中文和英文', en: '英文', until: '发送截止', hours: '截止后继续收回复（小时）',
    available: (many: string) => `可抽 ${many} 户`, expect: (answers: string, half: string) => `若一成五回复，约 ${answers} 份，误差约 ±${half}%`, sampleNeeded: (least: string, most: string) => `样本须为 ${least} 至 ${most} 户`, nobody: '还没有已覆盖的客户', send: '提交审批', textNeeded: '请写明问题',
  },
  {
    title: 'Satisfaction surveys by SMS', ask: 'Ask for a survey', none: 'No survey has been asked for.', asked: 'Sample', of: (covered: string) => `of ${covered} covered`, reached: 'Reached', answers: 'Answers', rate: 'Response rate', satisfied: 'Satisfied', spread: 'Answers', open: (hours: string) => `answers count until ${hours} h after the last message`, closed: 'no more answers count', waiting: 'no answer yet',
    leftOut: (late: string, repeated: string, unclear: string) => `not counted: ${late} late, ${repeated} repeated, ${unclear} unclear`, from: (least: string, scale: string) => `${least} to ${scale} is satisfied`, all: 'all measures', message: 'Message and approval', province: 'Province', digit: (digit: string, many: string) => `${digit}: ${many} customers`,
    hint: 'Drawn at random from the customers covered, in proportion to counties and segments, by the province’s own platform: headquarters sees no number. Two people approve it as any message. Of each customer the first readable answer counts.', measure: 'Customers of', where: 'Province', everywhere: 'wherever customers were covered', sample: 'Sample (customers)', scale: 'Scale', steps: (scale: string) => `1 to ${scale}`, question: 'Question in Chinese', questionEn: 'Question in English', languages: 'Sent in', zh: 'Chinese', both: 'Chinese and English', en: 'English', until: 'Goes out until', hours: 'Answers count for (hours after)',
    available: (many: string) => `${many} can be asked`, expect: (answers: string, half: string) => `if 15 % answer: ${answers} answers, about ±${half} %`, sampleNeeded: (least: string, most: string) => `The sample must be ${least} to ${most}`, nobody: 'Nobody has been covered yet', send: 'Put it up for approval', textNeeded: 'Write the question',
  },
)
