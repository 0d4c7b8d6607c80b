import { wordList } from './word-list.ts';

/**
 * What messages with one-time codes say besides, as in `wordFinder`: that nobody may be told, how
 * long it holds, what it is for. A mere "code" needs one of these, or "your", to be believed.
 */
export const SUPPORT_WORDS: Record<string, readonly string[]> = {
  english: wordList(`
    share, sharing, never, anyone, anybody, expire*, valid, requested, request this, sign* in,
    log* in, login, verif*, authenticat*, confirm your*, disclose, forward this, scam, security
  `),
  spanish: wordList(`
    compart*, caduca*, válid*, vence, nadie, verific*, inici* sesión, confirmar*, validar*,
    autorizar*, solicit*, registr*
  `),
  portuguese: wordList(`
    compartilh*, partilh*, expira*, ninguém, terceiros, autorizar*, aceder*, acessar, entrar
  `),
  french: wordList(`
    communiqu*, partag*, expire*, valable*, valider*, confirme*, connect*, personne,
    authentifi*, sécurité
  `),
  german: wordList(`
    gültig*, weiter*, niemand*, einlogg*, anmeld*, bestätig*, teilen, ablauf*, login, eingeben,
    geben sie*
  `),
  italian: wordList(`
    condivid*, scade*, valid*, nessuno, acced*, autorizz*, conferm*, inserisci*
  `),
  dutch: wordList(`
    geldig*, deel, delen, niemand, verloopt, bevestig*, inlog*, voer
  `),
  swedish: wordList(`
    ange, gäller, giltig*, dela, bekräft*, logga in, godkänn*, lämna*
  `),
  norwegian: wordList(`gyldig*, utløper, del, bekreft*, logg* inn, godkjenn*`),
  danish: wordList(`udløber, bekræft*, log* ind, godkend*`),
  finnish: wordList(`voimassa, jaa, vahvista*, kirjau*, kenellekään`),
  polish: wordList(`
    ważny, wygas*, udostępnia*, nikomu, potwierd*, zalog*, aktyw*, wpisz, podawaj
  `),
  czech: wordList(`
    platí, platný, nesděluj*, nikomu, potvrď*, potvrzen*, přihlá*, zadejte
  `),
  hungarian: wordList(`érvényes*, senkivel, senkinek, megerősít*, erősítse, belép*`),
  romanian: wordList(`
    expiră, valabil*, nimănui, divulga*, confirm*, autoriz*, introdu*, autentific*
  `),
  russian: wordList(`
    никому, действ*, действителен, сообща*, говорите, подтвер*, вход*, войти, регистрац*,
    введите
  `),
  ukrainian: wordList(`нікому, дійсн*, повідомля*, підтвер*, вхід, входу, введіть`),
  bulgarian: wordList(`
    валиден, валидна, споделя*, никого, потвърд*, вход, въведете
  `),
  greek: wordList(`
    λήγει, ισχύει, μοιρα*, κανέναν, επιβεβαί*, έγκριση, πληκτρολογήστε, σύνδεση*
  `),
  turkish: wordList(`
    geçerli*, paylaşma*, kimse*, doğrula*, giriş, onay*, istemez, girin*
  `),
  arabic: wordList(`
    تشارك*, لا تشارك, صالح*, أحد, لتأكيد, تأكيد, التحقق, للدخول, تسجيل, لإتمام
  `),
  hebrew: wordList(`תקף, לשתף, לאימות, אימות, לאישור, להזין, הזן, כניסה`),
  persian: wordList(`ندهید, اعتبار, معتبر, تأیید, تایید, ورود, وارد کنید, فعال*`),
  urdu: wordList(`شیئر, تصدیق, درج کریں, ختم, لاگ ان`),
  hindi: wordList(`साझा, सत्यापित, सत्यापन, समाप्त, दर्ज, लॉगिन, मान्य`),
  bengali: wordList(`শেয়ার, নিশ্চিত, যাচাই*, বৈধ, লগইন, দিন`),
  tamil: wordList(`பகிர*, உறுதி*, காலாவதி*, உள்ளிட*, சரிபார்*`),
  thai: wordList(`
    *ห้ามบอก*, *อย่าบอก*, *ยืนยัน*, *ใช้ได้ภายใน*, *ภายใน*, *หมดอายุ*, *เข้าสู่ระบบ*
  `),
  vietnamese: wordList(`
    chia sẻ, hết hạn, hiệu lực, xác nhận, xác minh, xác thực, đăng nhập, cung cấp
  `),
  indonesian: wordList(`
    berikan, bagikan, berlaku, siapa pun, siapapun, konfirmasi, verifikasi, masuk, mendaftar,
    rahasia*
  `),
  malay: wordList(`kongsi, sah, sesiapa, pengesahan, mengesahkan`),
  filipino: wordList(`
    ibahagi, kaninuman, mag-e-expire, kumpirmahin, i-verify, ilagay
  `),
  chinese: wordList(`
    *有效*, *请勿*, *請勿*, *切勿*, *告知*, *告诉*, *泄露*, *验证*, *驗證*, *登录*, *登入*, *注册*
  `),
  japanese: wordList(`*有効*, *教えない*, *共有しない*, *認証*, *確認*, *ログイン*, *入力*`),
  korean: wordList(`*유효*, *알려주지*, *공유하지*, *인증*, *로그인*, *입력*, *확인*`),
  swahili: wordList(`usimpe, kuthibitisha, uthibitisho, kuingia, utaisha`),
  catalan: wordList(`comparteix*, caduca*, verific*`),
  estonian: wordList(`jaga*, kehtib, kellegagi, kinnita*`),
  croatian: wordList(`vrijedi, dijelite, potvrd*, prijav*, unesite`),
  lithuanian: wordList(`galioja, niekam, patvirtin*, prisijung*, įveskite`),
};

/** "Your", as in "your code", and endings that mean it. */
export const POSSESSIVES: readonly string[] = wordList(`
    el teu, teie, your, ur, tu, su, seu, sua, teu, o seu, votre, ton, dein*, ihr, ihre, tuo,
    tua, suo, je, jouw, uw, din, ditt, dit, *koodisi, twój, twoje, váš, vaše, tvůj, kódod,
    kódja*, ön, az ön, tău, dvs, dumneavoastră, ваш, ваша, твой, вашият, вашата, твоят, σας,
    σου, *kodunuz*, *şifreniz*, *kodun, الخاص بك, رمزك, שלך, שלכם, شما, آپ کا, आपका, आपकी,
    আপনার, உங்கள், *ของคุณ*, của bạn, quý khách, anda, kamu, -mu, ang iyong, iyong, *您的*, *你的*,
    *あなたの*, *お客様の*, *회원님의*, *귀하의*, *당신의*, wako, yako, vaš, vaša, tvoj, jūsų, tavo
  `);
