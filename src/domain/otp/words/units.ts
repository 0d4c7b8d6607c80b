import { wordList } from './word-list.ts';

/** Signs, codes and words of money beside an amount. */
export const CURRENCIES: readonly string[] = wordList(`
    $, €, £, ¥, ₹, ₽, ₩, ₪, ₫, ₺, ₴, ₦, ₱, ฿, ৳, ₡, ﷼, rs, rp, rm, r$, nt$, kr, zł, kč, ft, lei,
    tl, лв, грн, руб, руб., р, ksh, ريال, درهم, جنيه, ریال, تومان, روپے, रु, रु., रुपये, ரூ,
    ரூ., টাকা, *บาท*, đồng, đ, ש"ח, *元*, *円*, *원*, euros, euro, dollars, pesos, reais, rubles,
    рублей
  `);

/** ISO 4217 codes; in capitals alone, for `try` is a word too. */
export const CURRENCY_CODES: readonly string[] = wordList(`
    USD, EUR, GBP, JPY, INR, RUB, KRW, ILS, VND, TRY, UAH, PHP, THB, BDT, IDR, MYR, SGD, HKD,
    CNY, TWD, PLN, CZK, HUF, RON, BGN, SEK, NOK, DKK, CHF, CAD, AUD, NZD, BRL, MXN, ARS, COP,
    CLP, KES, TZS, UGX, NGN, ZAR, EGP, SAR, AED, PKR, IRR
  `);

/** Words after a count: a validity, a quantity. */
export const UNITS: readonly string[] = wordList(`
    min, mins, minut*, minuut*, sec, secs, second*, sekun*, segundo*, hour*, hrs, day, days,
    stunde*, tage*, horas, heures, jours, días, dias, минут*, мин, секунд*, час*, хвилин*,
    perc*, dakika*, phút, menit, دقائق, دقيقة, دقیقه, منٹ, דקות, मिनट, মিনিট, நிமிட*, λεπτά,
    dakika, mb, gb, km, kg, kwh, points, points*, punkte, puntos, steps, items, followers,
    views, members, people, voices
  `);

/** Of these, the short times for which a one-time code holds. */
export const MINUTES: readonly string[] = wordList(`
    min, mins, minut*, minuut*, second*, sekun*, segundo*, минут*, мин, хвилин*, perc*, dakika*,
    phút, menit, دقائق, دقيقة, دقیقه, منٹ, דקות, मिनट, মিনিট, நிமிட*, λεπτά, *分钟*, *分鐘*, *分間*,
    *분간*, *분 이내*, *นาที*, dakika, dakikaa, minuto*
  `);
