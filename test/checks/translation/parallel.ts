import type { LanguageCode } from '../../../src/translation/languages.ts';

/** The same things said in many languages; own wording. Any two of a row are a correct translation. */
export const ROWS: readonly Readonly<Record<LanguageCode, string>>[] = [
  {
    eng_Latn: 'The meeting begins on Monday at 10:30 in room 214, and 1,250 people have registered so far.',
    deu_Latn:
      'Die Sitzung beginnt am Montag um 10:30 Uhr in Raum 214, und bisher haben sich 1.250 Personen angemeldet.',
    fra_Latn:
      'La réunion commence lundi à 10:30 dans la salle 214, et 1 250 personnes se sont inscrites jusqu’à présent.',
    spa_Latn:
      'La reunión empieza el lunes a las 10:30 en la sala 214, y hasta ahora se han inscrito 1.250 personas.',
    ita_Latn:
      'La riunione comincia lunedì alle 10:30 nella sala 214 e finora si sono iscritte 1.250 persone.',
    por_Latn:
      'A reunião começa na segunda-feira às 10:30 na sala 214, e até agora 1.250 pessoas se inscreveram.',
    nld_Latn:
      'De vergadering begint maandag om 10:30 uur in zaal 214, en tot nu toe hebben 1.250 mensen zich aangemeld.',
    pol_Latn:
      'Spotkanie zaczyna się w poniedziałek o 10:30 w sali 214, a do tej pory zgłosiło się 1250 osób.',
    rus_Cyrl: 'Собрание начинается в понедельник в 10:30 в зале 214, и пока записалось 1 250 человек.',
    zho_Hans: '会议星期一10:30在214室开始，到目前为止已有一千二百五十人报名。',
    jpn_Jpan: '会議は月曜日の10:30に214号室で始まり、これまでに1,250人が申し込んでいます。',
    kor_Hang: '회의는 월요일 10:30에 214호실에서 시작되며 지금까지 1,250명이 등록했습니다.',
    arb_Arab: 'يبدأ الاجتماع يوم الاثنين الساعة ١٠:٣٠ في القاعة ٢١٤، وقد سجل حتى الآن ١٬٢٥٠ شخصًا.',
    swe_Latn: 'Mötet börjar på måndag klockan 10:30 i rum 214, och hittills har 1 250 personer anmält sig.',
  },
  {
    eng_Latn:
      'Please install the new version with `npm install` and read the notes at https://example.org/notes before you start the server.',
    deu_Latn:
      'Bitte installieren Sie die neue Version mit `npm install` und lesen Sie die Hinweise unter https://example.org/notes, bevor Sie den Server starten.',
    fra_Latn:
      'Veuillez installer la nouvelle version avec `npm install` et lire les notes sur https://example.org/notes avant de démarrer le serveur.',
    spa_Latn:
      'Instale la nueva versión con `npm install` y lea las notas en https://example.org/notes antes de arrancar el servidor.',
    ita_Latn:
      'Installate la nuova versione con `npm install` e leggete le note su https://example.org/notes prima di avviare il server.',
    zho_Hans: '请用 `npm install` 安装新版本，并在启动服务器之前阅读 https://example.org/notes 上的说明。',
    jpn_Jpan:
      '新しいバージョンを `npm install` でインストールし、サーバーを起動する前に https://example.org/notes の注意書きをお読みください。',
    rus_Cyrl:
      'Установите новую версию командой `npm install` и прочитайте заметки на https://example.org/notes, прежде чем запускать сервер.',
    tur_Latn:
      'Lütfen yeni sürümü `npm install` ile kurun ve sunucuyu başlatmadan önce https://example.org/notes adresindeki notları okuyun.',
    vie_Latn:
      'Vui lòng cài đặt phiên bản mới bằng `npm install` và đọc ghi chú tại https://example.org/notes trước khi khởi động máy chủ.',
  },
  {
    eng_Latn: 'Hello {name}, your order of 12 books costs 45.90 euros and will arrive within three days.',
    deu_Latn:
      'Hallo {name}, Ihre Bestellung von 12 Büchern kostet 45,90 Euro und kommt innerhalb von drei Tagen an.',
    fra_Latn:
      'Bonjour {name}, votre commande de 12 livres coûte 45,90 euros et arrivera dans les trois jours.',
    spa_Latn: 'Hola {name}, su pedido de 12 libros cuesta 45,90 euros y llegará en un plazo de tres días.',
    zho_Hans: '您好，{name}！您订购的十二本书共计45.90欧元，将在三天内送达。',
    kor_Hang: '안녕하세요 {name}님, 주문하신 책 12권은 45.90유로이며 사흘 안에 도착합니다.',
    ell_Grek:
      'Γεια σας {name}, η παραγγελία σας για 12 βιβλία κοστίζει 45,90 ευρώ και θα φτάσει μέσα σε τρεις ημέρες.',
    hin_Deva: 'नमस्ते {name}, आपकी १२ किताबों के ऑर्डर की कीमत ४५.९० यूरो है और यह तीन दिनों के भीतर पहुँच जाएगा।',
    ukr_Cyrl:
      'Вітаємо, {name}! Ваше замовлення на 12 книжок коштує 45,90 євро і надійде протягом трьох днів.',
  },
  {
    eng_Latn:
      'Three million people live in the city today, and in 2030 there will probably be many more of them.',
    deu_Latn:
      'Heute leben drei Millionen Menschen in der Stadt, und 2030 werden es wahrscheinlich noch viel mehr sein.',
    fra_Latn:
      'Trois millions de personnes vivent aujourd’hui dans la ville, et en 2030 elles seront sans doute bien plus nombreuses.',
    zho_Hans: '如今这座城市有三百万人口，到二〇三〇年可能还会多得多。',
    zho_Hant: '如今這座城市有三百萬人口，到2030年可能還會多得多。',
    jpn_Jpan: '現在この街には300万人が住んでおり、2030年にはおそらくもっと増えているでしょう。',
    fin_Latn:
      'Kaupungissa asuu nykyään kolme miljoonaa ihmistä, ja vuonna 2030 heitä on luultavasti paljon enemmän.',
    heb_Hebr: 'כיום גרים בעיר שלושה מיליון בני אדם, ובשנת 2030 יהיו בה כנראה הרבה יותר.',
    tha_Thai: 'ทุกวันนี้มีคนสามล้านคนอาศัยอยู่ในเมืองนี้ และในปี 2030 ก็คงจะมีมากกว่านี้อีกมาก',
  },
];
