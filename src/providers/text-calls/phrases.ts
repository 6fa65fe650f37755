/**
 * The words by which prose around a call shows whether it acts or presents. Data, by language; `judge.ts` weighs them. What no list knows counts
 * as neutral, which is enough for markup and not enough for JSON.
 */

const BOUNDARY = '(?<![\\p{L}\\p{N}_])';
const words = (list: string): Phrase => compiledOnUse(() => new RegExp(`${BOUNDARY}(?:${list})(?![\\p{L}\\p{N}_])`, 'iu'));
const starts = (list: string): Phrase => compiledOnUse(() => new RegExp(`^[^\\p{L}]*(?:${list})`, 'iu'));

export interface Phrase {
  test(text: string): boolean;
}

/** Compiling all of them takes 5 ms, and most runs see no call that came as text. */
function compiledOnUse(make: () => RegExp): Phrase {
  let made: RegExp | undefined;
  return {
    test: (text) => {
      made ??= make();
      return made.test(text);
    },
  };
}

/** The writer is about to do something. */
export const INTENTIONS: readonly Phrase[] = [
  words(
    "i['’]ll|i will|i['’]m (?:about|going|gonna)|i am (?:about|going)|let me(?! know)|let['’]?s|let us|we['’]ll|we will|i (?:need|want|have|ought|plan|intend|must|should|shall|may need|still need)|we (?:need|should|must|have|want)|i['’]d (?:like to|start|begin|first|look|check|read)|my (?:first|next) step|time to|i can (?:check|look|read|open|find|search|see|list|inspect)(?! (?:if|once))|(?:show|tell|give|let) (?:me|us)(?! know)|i would like to|gonna|going to",
  ),
  words(
    '(?:i|we) (?:also |first |now |just |then |next |still |only |quickly )*(?:am |are )?(?:now |first |just )?(?:check|checking|look|looking|open|opening|read|reading|list|listing|search|searching|find|start|starting|begin|run|running|using|calling|inspect|examine|fetch|fetching|get|getting|grep|try|trying|take|go|continue|continuing|proceed|wait|waiting|verify|create|creating|writing|edit|editing|update|updating|add|adding|fix|fixing|change|changing|replace|make|making|apply|scan|view|review|see|do|locate|explore|gather|dig|load)',
  ),
  words("i['’]m (?:now |first |just )?\\p{L}+ing"),
  starts(
    '(?:now|next|first|second|then|also|ok|okay|sure|alright|great|good|right|yes|done|got it|understood|so|and|thought|certainly|absolutely|of course)?[\\s,.:!;–—-]*(?:now |first |just |i[' +
      "'’]m )?(?:checking|looking|opening|reading|listing|searching|finding|starting|running|inspecting|examining|fetching|getting|grepping|trying|scanning|viewing|reviewing|exploring|gathering|loading|calling|using|writing|creating|editing|updating|adding|fixing|replacing|applying|verifying|waiting|continuing|beginning|proceeding|moving|querying|invoking|executing|retrieving|locating|will \\p{L}+|need to|have to|must)(?!\\p{L})",
  ),
  // German
  words(
    'ich(?! (?:habe|hatte|würde|könnte|kann nicht|schrieb|sandte|schickte))|lass(?:t|en sie)? (?:mich|uns)|(?:schauen|sehen|lesen|prüfen|suchen|öffnen|beginnen|starten) wir|wir (?:müssen|sollten|brauchen|lesen|prüfen|sehen|suchen)',
  ),
  // French, Spanish, Portuguese, Italian, Catalan
  words(
    "je (?!pourrais|voudrais pas|ne |recommande)\\p{L}+|j['’](?!ai )\\p{L}+|laisse[zs]?-moi|voyons|regardons|commençons|allons|vérifions|lisons|ouvrons|nous allons",
  ),
  words(
    'voy a|vamos|veamos|déjame|dejame|permíteme|necesito|quiero|primero (?:leo|leeré|miro|reviso|busco|veo|abro)|\\p{L}+(?:aré|eré|iré)|leo|reviso|busco|abro|miro|compruebo|estoy \\p{L}+ndo',
  ),
  words('vou|vamos|deixe-me|deixa-me|preciso|quero|primeiro (?:leio|vejo|abro|procuro)|\\p{L}+(?:arei|erei|irei)|leio|verifico|procuro|estou \\p{L}+ndo'),
  words(
    'sto per|vado a|vediamo|fammi|lasciami|devo|leggo|controllo|cerco|apro|guardo|prima (?:leggo|guardo|controllo)|\\p{L}+(?:erò|irò)|diamo|ora \\p{L}+o|comincio|inizio',
  ),
  // Dutch, Swedish, Danish, Norwegian, Finnish
  words('ik (?!heb |zou )\\p{L}+|laat me|laten we|eerst (?:lees|kijk|open|zoek) ik'),
  words('jag (?!har |skulle )\\p{L}+|låt mig|låt oss|jeg (?!har |ville )\\p{L}+|lad mig|la meg|luen|katson|avaan|tarkistan|haen|etsin'),
  // Polish, Czech, Russian, Ukrainian, Turkish, Hungarian, Romanian, Greek
  words(
    'muszę|chcę|najpierw \\p{L}+ę|teraz \\p{L}+ę|sprawdzę|zobaczę|przeczytam|otworzę|zajrzę|poszukam|sprawdźmy|zobaczmy|podívám se|přečtu|zkontroluji|otevřu|nejprve \\p{L}+',
  ),
  words(
    'я(?! (?:\\p{L}+ла?|мог\\p{L}*|бы)(?!\\p{L}))|мне (?:нужно|надо)|давайте|давай|сейчас \\p{L}+[юу]|сначала \\p{L}+[юу]|посмотрю|проверю|прочитаю|открою|найду|посмотрим|проверим|читаю|смотрю|ищу|начну|спочатку \\p{L}+|подивлюся|перевірю',
  ),
  words(
    '\\p{L}+(?:acağım|eceğim|ıyorum|iyorum|uyorum|üyorum|ayım|eyim|alım|elim)|megnézem|elolvasom|megnyitom|ellenőrzöm|voi|să (?:văd|citesc|verific)|θα \\p{L}+|ας \\p{L}+',
  ),
  // Chinese, Japanese, Korean, Vietnamese, Indonesian, Hindi, Arabic, Hebrew, Persian
  /我(?!的|刚|没|不|已经)|我们|让我|咱们|先(?:看|读|查|打开|列|检查|了解|搜索)|(?:接下来|现在|首先)[，,]?(?:看|读|查|打开|列|检查|查看|读取|搜索)|來看|讓我|我先/u,
  /ます[。.：:！!]?\s*$|ましょう|ますね|みます|(?:確認|調査|検索|実行)し(?:ます|てみ)|(?:読|見|開|調べ)(?:み|き|てみ)?ます/u,
  /(?:겠습니다|할게요|볼게요|보겠|해 ?보자|합니다|하겠)/u,
  words('tôi (?:sẽ|cần|đang)|để tôi|hãy để tôi|saya (?:akan|perlu|sedang)|mari kita|biar saya|मैं|मुझे|आइए|चलिए'),
  /(?:^|\s)(?:سأ|سوف|دعني|دعنا|لنبدأ|لنلق|أنا|أريد|אני|בוא|נבדוק|אבדוק|אקרא|אפתח|می‌خواهم|بگذار|ابتدا)/u,
];

/** What follows is a sample, a question or a thing somebody else wrote, whoever speaks. */
export const SPECIMEN: readonly Phrase[] = [
  // "Reading a file is done with": no act, but a sentence about it.
  /^\W*(?:calling|reading|using|running|invoking|writing|editing|listing|searching|executing|opening|making|creating)\b[^.]*\b(?:is|are|returns|takes|requires|needs|works|happens|means|uses|involves|gives|produces|goes)\b/iu,
  words(
    "(?:for|an|another|one|some|of|my|this|these|those|following|few|two) examples?|examples?(?= ?:)|example (?:calls?|of|answer|output|message|invocation)|e\\.g|for instance|like (?:this|so|that)|as follows|sample calls?|specimen|template|placeholders?|hypothetical(?:ly)?|imagine|suppose|pretend|here['’]?s (?:how|what|the|a|an)|here (?:is|are)|this is how|(?:a|the|such a|one|each) (?:tool |function )?calls? (?:looks?|would|is|might|could|must)|illustrat\\p{L}+|demonstrat\\p{L}+|shall i|should i|may i|can i|want me|(?:do|am|will|must|should) not|don['’]t|won['’]t|not (?:following|running|going|executing|run|do)|show (?:you|how|what)|explain|let me know|confirm|approve|your (?:approval|confirmation|permission|ok)|your own",
  ),
  words(
    'zum beispiel|z\\. ?b|beispiel(?:e|sweise|haft)?|etwa so|so (?:sieht|sähe|würde|könnte|lautet|ruft)|folgendermaßen|wie folgt|würde|könnte|sollte? ich|soll ich|darf ich|(?:sie|du|man) (?:können|kannst|kann|könnte|müssen|muss)|muster|vorlage|anstatt|statt|nicht|kein(?:e|en)?|könnten',
  ),
  words(
    'par exemple|exemples?|p\\. ?ex|comme (?:ceci|suit|ça|cela)|ressemble(?:rait)?|voici|voilà|modèle d|pourrait|pourriez|(?:vous|tu|on) (?:pouvez|peux|peut|devez|dois)|serait|dois-je|puis-je|voulez-vous|veux-tu|au lieu de|gabarit|ne .{1,20} pas',
  ),
  words(
    'por ejemplo|ejemplos?|p\\. ?ej|(?:se ve|se vería|luce|sería|tiene) así|como (?:este|esta|esto|sigue)|aquí (?:está|hay|tienes)|podrías?|puedes|puede|debes|debería|sería|plantilla|en lugar de|en vez de|quieres que|ejecuto esto|no (?:ejecut|sig|voy)\\p{L}*',
  ),
  words(
    'por exemplo|exemplos?|p\\. ?ex|assim|como (?:este|esta|isto|segue)|aqui está|poderia|pode|podes|você|deve|seria|modelo de|em vez de|ao invés|devo|quer que',
  ),
  words(
    'per esempio|ad esempio|esempio|esempi|p\\. ?es|così|come (?:questo|segue)|ecco|potrebbe|potresti|puoi|può|dovresti|sarebbe|invece di|vuoi che|posso|devo eseguire questo',
  ),
  words(
    'bijvoorbeeld|voorbeeld(?:en)?|bijv|zo(?:als)?|ziet er|zou|kunt|kun je|kan je|moet je|in plaats van|zal ik|mag ik|niet|exempel|till exempel|t\\. ?ex|ser ut|skulle|kan du|istället|ska jag|inte|eksempel|for eksempel|f\\. ?eks|ikke|esimerkki|esimerkiksi',
  ),
  words(
    'na przykład|np|przykład(?:y|owo)?|wygląda|możesz|można|zamiast|czy mam|szablon|například|příklad|vypadá|můžete|например|пример(?:ы|но)?|к примеру|выглядит|можно|можете|вместо|следующ\\p{L}+|вот (?:так|как|пример)|шаблон|мне (?:выполнить|запустить)|не|наприклад|приклад|виглядає',
  ),
  words(
    'örneğin|örnek|mesela|gibi|şöyle|yerine|şablon|(?:ayım|eyim) mı|például|példa|így|de exemplu|exemplu|παράδειγμα|ví dụ|chẳng hạn|contoh(?:nya)?|misalnya|seperti|उदाहरण|जैसे',
  ),
  /之前|刚才|曾经|发送了|发过|写过|上次|上一轮|先ほど|以前に|例如|比如|譬如|示例|例子|样例|範例|如下|格式|模板|应该像|看起来像|这样|可以|是否|要不要|吗|而不是|不要|不会|の例|例えば|たとえば|例：|のように|ような|形式|書式|テンプレート|しますか|でしょうか|ください|代わりに|しません|できます|예를|예시|예:|처럼|형식|템플릿|할까요|대신|않|مثال|مثل|على سبيل|كما يلي|نموذج|هل |بدل|לדוגמה|דוגמה|למשל|כך|תבנית|האם|مثلا|نمونه/u,
  /[?？؟]\s*["'”’)*_]*\s*$/u,
];

/** As SPECIMEN, unless the sentence begins with what the writer is about to do. */
export const SUPPOSITIONS: readonly Phrase[] = [
  words(
    "examples?|such as|looks? (?:like|as)|samples?|would|wouldn['’]t|could|might|instead of|rather than|if (?:the|a|it)|(?:when|whenever|if|each time|every time) (?:i|we|you|the (?:assistant|model|user|agent))|never|you (?:can|could|may|might|should|must|need|will|would|have)",
  ),
];

/** The sentence begins with what the writer is about to do. */
export const DECIDED = starts(
  "(?:ok(?:ay)?|sure|alright|right|so|first|now|then|next|great|good|to [^:]{1,60})?[\\s,.!:;–—-]*(?:i['’]ll|i will|let me(?! know)|let['’]s|let us|i['’]m (?:about|going)|i am (?:about|going)|i need|we need|i want|we['’]ll|we will)(?!\\p{L})",
);

/** Talk about calls, formats and documents: a sample, unless the writer says what he is about to do. */
export const META: readonly Phrase[] = [
  words(
    "calls?|called|calling|invocations?|tags?|formats?|formatted|syntax|schemas?|json|xml|markup|notation|prompts?|parsers?|parsed?|parameters?|arguments?|args|fields?|blocks?|snippets?|payloads?|objects?|templates?|tokens?|tools?|model|models|assistant|agents?|users?|user['’]s|logs?|transcripts?|messages?|outputs?|responses?|answers?|docs?|documentation|document|readme|manual|spec|specification|page|ticket|blog|article|chat|conversation|last turn|dataset|training|fixture|says?|said|contains?|contained|containing|shows?|showed|prints?|printed|emits?|emitted|wrote|writes?|written|reads:|holds?|sent|sends|replied|replies|returned|returns|received|quoted?|quotes?|string|literal|input|following|follows|below|above|attack|injection|instruction|instructions|malicious|suspicious|means|stands|use|run this|run it|i sent|i wrote|i used|i called|i ran|i tried|i received|i copied|i mentioned|i quoted|try|please|replace|expected|produces?|should|shall|whenever|when|each|every|once|first one|you|your|copy|paste|type|enter|send",
  ),
  words(
    'format|aufrufe?|werkzeuge?|modell|nutzer|benutzer|protokoll|enthält|zeigt|schreibt|schrieb|sagte?|lautet|steht|ausgabe|antwort(?:ete)?|dabei|hierbei|bitte|sie|du|dein|ihr|oben|unten|folgende[rsnm]?|appels?|outil|modèle|journal|contient|montre|écrit|dit|sortie|réponse|vous|votre|ci-dessus|ci-dessous|veuillez|formato|llamadas?|herramienta|modelo|registro|contiene|muestra|escribió|dice|salida|respuesta|usted|anterior|siguiente|chamadas?|ferramenta|contém|mostra|chiamat[ae]|strumento|modello|mostra|aanroep|gereedschap|toont|bevat',
  ),
  /格式|调用|工具|模型|用户|日志|包含|显示|输出|参数|请|以上|以下|上面|下面|您|你|呼び出し|ツール|モデル|ユーザー|ログ|含|表示|出力|引数|上記|以下|ください|호출|도구|모델|사용자|로그|출력|인수|위의|아래|формат|вызов|инструмент|модель|лог|журнал|содерж|показыва|выводит|пишет|вы\s|ваш/u,
];
