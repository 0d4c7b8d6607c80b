import { wordList } from './word-list.ts';

/**
 * Words that name a one-time code, as in `wordFinder`: `*` stands for any letters, at the end for
 * inflection, in front for compounds. To add a language, add its words here.
 */

/** These name nothing but a one-time code, or say what it is for. */
export const SURE_CODE_WORDS: Record<string, readonly string[]> = {
  english: wordList(`
    otp*, verif* number*, one-time number*, one*time pass*, one time pass*, one-time pass*,
    one-time code*, one time code*, one-time pin*, verif* code*, confirm* code*, authentica*
    code*, authoris* code*, authoriz* code*, security code*, login code*, log-in code*, log in
    code*, sign-in code*, sign in code*, access code*, activation code*, approval code*, reset
    code*, registration code*, 2fa*, mtan*, smstan*, tan, tan-code*, tac
  `),
  spanish: wordList(`
    código* de verificación, código* de seguridad, código* de inicio de sesión, código* de
    acceso, código* de confirmación, código* de activación, código* de autorización, clave*
    dinámica*, clave* de acceso, contraseña* de un solo uso, contraseña* temporal*
  `),
  portuguese: wordList(`
    código* de verificação, código* de segurança, código* de acesso, código* de confirmação,
    código* de ativação, código* sms, senha* de uso único, token para login
  `),
  french: wordList(`
    code* de vérification, code* de sécurité, code* de connexion, code* de validation, code* de
    confirmation, code* d'accès, code* d'activation, code* confidentiel*, mot de passe à usage
    unique
  `),
  german: wordList(`
    bestätigungscode*, anmeldecode*, sicherheitscode*, verifizierungscode*, prüfcode*,
    zugangscode*, freigabecode*, aktivierungscode*, login-code*, einmalpasswort*, einmalcode*
  `),
  italian: wordList(`
    codice* di verifica, codice* di sicurezza, codice* di accesso, codice* di conferma, password
    monouso, codice* monouso
  `),
  dutch: wordList(`
    verificatiecode*, inlogcode*, beveiligingscode*, bevestigingscode*, toegangscode*, eenmalig*
    wachtwoord*, eenmalig* code*
  `),
  swedish: wordList(`
    verifieringskod*, inloggningskod*, säkerhetskod*, engångskod*, engångslösenord*
  `),
  norwegian: wordList(`
    bekreftelseskode*, engangskode*, sikkerhetskode*, engangspassord*, påloggingskode*
  `),
  danish: wordList(`
    bekræftelseskode*, sikkerhedskode*, engangsadgangskode*, loginkode*
  `),
  finnish: wordList(`
    vahvistuskood*, kirjautumiskood*, turvakood*, kertakäyttö*, varmistuskood*,
    tunnistautumiskood*
  `),
  polish: wordList(`
    kod* weryfikac*, kod* logowania, kod* bezpieczeństwa, kod* autoryzac*, kod* sms, hasło sms,
    hasł* jednorazow*
  `),
  czech: wordList(`
    ověřovací* kód*, přihlašovací* kód*, bezpečnostní* kód*, jednorázov* hesl*, overovací* kód*
  `),
  hungarian: wordList(`
    ellenőrző kód*, belépési kód*, biztonsági kód*, jóváhagyó kód*, megerősítő kód*, egyszer
    használatos jelsz*
  `),
  romanian: wordList(`
    cod* de verificare, cod* de autentificare, cod* de conectare, cod* de securitate, parol* de
    unică folosință
  `),
  russian: wordList(`
    код* подтверждения, код* для входа, код* безопасности, код* доступа, код* проверки,
    одноразов* парол*, одноразов* код*
  `),
  ukrainian: wordList(`
    код* підтвердження, код* для входу, код* безпеки, одноразов* пароль*
  `),
  bulgarian: wordList(`
    код* за потвърждение, код* за вход, код* за сигурност, еднократн* парол*
  `),
  greek: wordList(`
    κωδικ* επαλήθευσης, κωδικ* σύνδεσης, κωδικ* ασφαλείας, κωδικ* μίας χρήσης, κωδικ* μιας
    χρήσης, κωδικ* επιβεβαίωσης
  `),
  turkish: wordList(`
    doğrulama kod*, giriş kod*, güvenlik kod*, onay kod*, onay şifre*, aktivasyon kod*, tek
    kullanımlık şifre*
  `),
  arabic: wordList(`
    رمز التحقق, رمز الدخول, رمز التأكيد, رمز الأمان, رمز التفعيل, رمز تأكيد, كود تأكيد, كود
    التأكيد, رمز تحقق, رمز تفعيل, الرقم السري المؤقت, كود التفعيل, كود التحقق, كلمة المرور لمرة
    واحدة, كلمة مرور لمرة واحدة
  `),
  hebrew: wordList(`
    קוד האימות, קוד אימות, קוד כניסה, קוד האישור, קוד אישור, קוד אבטחה, סיסמה* חד פעמית, הסיסמה
    החד פעמית
  `),
  persian: wordList(`
    کد تأیید, کد تایید, کد ورود, کد فعال*, کد امنیتی, رمز پویا, رمز یکبار مصرف, رمز یک بار مصرف
  `),
  urdu: wordList(`تصدیقی کوڈ, لاگ ان کوڈ, سیکیورٹی کوڈ, او ٹی پی`),
  hindi: wordList(`
    सत्यापन कोड, लॉगिन कोड, सुरक्षा कोड, ओटीपी, वन टाइम पासवर्ड, पुष्टिकरण कोड
  `),
  bengali: wordList(`যাচাইকরণ কোড, লগইন কোড, নিরাপত্তা কোড, ওটিপি`),
  tamil: wordList(`
    சரிபார்ப்பு குறியீ*, உள்நுழைவு குறியீ*, பாதுகாப்பு குறியீ*, ஓடிபி
  `),
  thai: wordList(`
    *รหัสยืนยัน*, *รหัสเข้าสู่ระบบ*, *รหัสความปลอดภัย*, *รหัสผ่านครั้งเดียว*
  `),
  vietnamese: wordList(`
    mã xác minh, mã xác nhận, mã xác thực, mã đăng nhập, mã bảo mật, mã kích hoạt, mã otp, mật
    khẩu một lần
  `),
  indonesian: wordList(`
    kode verifikasi, kode masuk, kode keamanan, kode konfirmasi, kode aktivasi, kata sandi
    sekali pakai
  `),
  malay: wordList(`
    kod pengesahan, kod log masuk, kod keselamatan, kod pengaktifan
  `),
  chinese: wordList(`
    *验证码*, *登录码*, *登入碼*, *注册码*, *驗證碼*, *校验码*, *动态密码*, *動態密碼*, *动态码*, *安全码*, *安全碼*, *确认码*, *認證碼*,
    *一次性密码*, *一次性密碼*
  `),
  japanese: wordList(`
    *認証コード*, *確認コード*, *認証番号*, *ワンタイムパスワード*, *セキュリティコード*, *セキュリティーコード*, *検証コード*
  `),
  korean: wordList(
    `*인증번호*, *인증 번호*, *인증코드*, *인증 코드*, *보안코드*, *보안 코드*, *확인 코드*`,
  ),
  swahili: wordList(`msimbo wa* uthibitisho, nambari ya siri, msimbo wa* kuingia`),
  croatian: wordList(`
    kod* za potvrdu, kod* za prijavu, sigurnosni kod*, jednokratn* lozink*, kod* za verifikaciju
  `),
  catalan: wordList(`
    codi* de verificació, codi* de seguretat, codi* d'accés, contrasenya* d'un sol ús
  `),
  estonian: wordList(`
    kinnituskood*, sisselogimiskood*, turvakood*, ühekordne parool
  `),
  lithuanian: wordList(`patvirtinimo kod*, prisijungimo kod*, saugos kod*`),
};

/** These may also name the code of a door, a discount or a place. */
export const CODE_WORDS: Record<string, readonly string[]> = {
  latin: wordList(`
    code, codes, passcode*, *-code, pin, pin-ul*, pin-kod*, password*, token, código*, codi,
    contrasenya*, clave*, contraseña*, senha*, palavra-passe, mot de passe, *passwort*, codice*,
    wachtwoord*, kod, kode, koden, kodet, *-kod, *-kode, *-koden, lösenord*, passord*,
    adgangskode*, kood*, *-kood*, salasana*, kodem, kodu, kodunu*, kodunuz*, hasło, heslo, kód*,
    *-kód*, jelszó*, cod, codul*, parola*, şifre*, mã, mã pin, kata sandi, kata laluan, msimbo*,
    lozink*, kodas, kodą, kodo, slaptažod*
  `),
  cyrillic: wordList(`
    код, кода, кодом, коду, пароль, пароля, паролем, парола, пін, пин
  `),
  greek: wordList(`κωδικός, κωδικό, κωδικού, pin`),
  arabic: wordList(`رمز, الرمز, كود, الكود, رمزك, والرمز, کد, کوڈ, پن`),
  hebrew: wordList(`קוד, הקוד, סיסמה, הסיסמה`),
  indic: wordList(`कोड, पिन, কোড, পিন, குறியீ*, பின்`),
  thai: wordList(`*รหัส*`),
  east: wordList(`*密码*, *密碼*, *コード*, *코드*, *비밀번호*`),
};

/** What a code is used for; speaks for a number that one is told to type. */
export const PURPOSE_WORDS: Record<string, readonly string[]> = {
  english: wordList(`
    sign* in, log* in, login, verify*, verification, confirm your number, confirm your phone*,
    authenticate*
  `),
  spanish: wordList(`
    confirmar tu número, confirmar su número, verificar*, iniciar sesión
  `),
  portuguese: wordList(`
    confirmar o seu número, confirmar seu número, iniciar sessão, entrar na conta, entrar na sua
    conta
  `),
  french: wordList(`
    authentifier, connecter, vérifier votre*, confirmer votre numéro
  `),
  german: wordList(`
    einloggen, anmelden, einzuloggen, anzumelden, verifizieren, nummer zu bestätigen
  `),
  italian: wordList(`verificare*, accedere, confermare il* numero`),
  dutch: wordList(`in te loggen, inloggen, verifiëren`),
  polish: wordList(`zalogować*, zweryfikować*`),
  russian: wordList(`для входа, войти, подтвердить номер*`),
  turkish: wordList(`doğrulamak*, giriş yapmak*`),
  indonesian: wordList(`verifikasi, memverifikasi, masuk ke akun*`),
  chinese: wordList(`*验证*, *驗證*, *登录*, *登入*`),
  japanese: wordList(`*ログイン*, *認証*`),
  korean: wordList(`*로그인*, *인증*`),
};

/** What one is told to do with a code. */
export const TYPING_WORDS: Record<string, readonly string[]> = {
  english: wordList(`enter*, use, type, type in, input`),
  spanish: wordList(`introduce, introduzca, ingresa, ingrese, usa, use, digite`),
  portuguese: wordList(`digite, insira, introduza, utilize`),
  french: wordList(`entrez, saisissez, tapez, utilisez`),
  german: wordList(`eingeben, verwenden, nutzen sie, geben sie`),
  italian: wordList(`inserisci, digita, usa, utilizza`),
  dutch: wordList(`voer, gebruik`),
  polish: wordList(`wpisz, użyj, podaj`),
  russian: wordList(`введите, укажите`),
  turkish: wordList(`girin, giriniz, kullanın`),
  indonesian: wordList(`masukkan, gunakan`),
  chinese: wordList(`*请输入*, *請輸入*, *输入*, *輸入*`),
  japanese: wordList(`*入力*`),
  korean: wordList(`*입력*`),
};

/** Words between what is named and its number: "your code for order X is 123456". */
export const COPULAS: readonly string[] = wordList(`
    is, es, é, est, ist, lautet, è, är, er, on, to, je, este, adalah, ialah, là, είναι, е, це,
    هو, הוא, ay, ni, yra, *是*, *为*, *為*, *は*
  `);

/** "For", between a code and what it is for. */
export const PREPOSITIONS: readonly string[] = wordList(`
    for, to, on, of, para, de, da, do, pour, für, zur, zum, per, voor, för, til, pro, k, pentru,
    для, за, για, için, untuk, cho, ل*, ל*, برای, za
  `);
