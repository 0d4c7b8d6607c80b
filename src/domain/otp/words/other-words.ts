import { wordList } from './word-list.ts';

/**
 * Codes of other things, and parcels, doors, networks, which have codes. In a message with one of
 * these, "code" or "password" alone says nothing. `*` as in `wordFinder`.
 */
export const OTHER_CODES: readonly string[] = wordList(`
    pick-up code*, pickup code*, collection code*, locker code*, gate code*, door code*, booking
    code*, reservation*, wi-fi*, wifi*, gift card*, redeem code*, zip code*, postal code*,
    postcode*, barcode*, area code*, country code*, dress code*, source code*, error code*, qr
    code*, sort code*, swift code*, to pin code, in pin code, at pin code, area pin code,
    pincode*, reference code*, product code*, branch code*, discount code*, voucher code*, promo
    code*, coupon code*, código* postal*, código* de recogida, código* de retirada, código* de
    barras, code* postal*, code* de retrait, point relais, digicode*, postleitzahl*, abhol*,
    packstation*, türcode*, codice* postale, codice* di ritiro, codice* fiscale, afhaalcode*,
    ophaalcode*, hämtkod*, uthämtningskod*, portkod*, hentekode*, afhentningskode*, noutokood*,
    kod* odbioru, kod* pocztow*, hesl* pro výdej, kód* pro vyzvednutí, átvételi kód*, cod*
    poștal*, cod* de ridicare, код* для получения, код* получения, код* домофона, код*
    отримання, код* за получаване, κωδικ* παραλαβής, teslimat kod*, posta kod*, קוד איסוף, קוד
    קופון, kode pos, kode pengambilan, token listrik, nomor token, poskod, *取件码*, *取貨碼*, *取件碼*,
    *邮编*, *提货码*, *郵便番号*, *予約番号*, *공동현관*, *รหัสอ้างอิง*, *รหัสไปรษณีย์*, poštanski broj, parcel,
    parcels, package, locker, pick up, pick-up, pickup, delivered, gate, wlan*, invit*,
    referral*, refer a friend, puk*, voicemail, paquete*, casillero*, taquilla*, recoger,
    recogida, puerta, encomenda*, cacifo*, armário, levantar, colis, consigne, portail, retirer,
    paket*, sendung*, tür, haustür, schließfach*, pacco, armadietto, ritir*, porta, cancello,
    pakket*, kluis*, afhalen, ophalen, deur, paketet, ombud*, dörr*, hämta, pakke*, hente*,
    dør*, paketti*, pakett*, nouda*, ovi, paczk*, paczkomat*, przesyłk*, odbi*, zásilk*, balík*,
    výdej*, vyzvedn*, csomag*, átvehető, átvétel*, colet*, ridica*, посылк*, домофон*, ячейк*,
    получени*, посилк*, отримання, поштомат*, пратк*, δέμα*, παραλαβ*, kargo*, teslim*, kapı*,
    شحنتك, الشحنة, طرد, استلام, חבילה*, איסוף, לוקר, مرسوله, پارسل, पार्सल, পার্সেল, பார்சல்,
    *พัสดุ*, *ตู้*, paket, bungkusan, bưu kiện, *包裹*, *快递*, *门禁*, *取件*, *取货*, *取貨*, *お荷物*, *宅配*,
    *택배*, *출입*, mzigo*, pošiljk*, siunt*, the door, front door, door pin, meeting id*, zoom*,
    webinar*, conference*, *房间*, *房間*, *门锁*, *暗証番号*, room, zimmer*, habitación*, chambre*
  `);

/**
 * Words that name another number than a one-time code. The nearest word names a number, so a number
 * beside one of these is not the code. `*` stands for any letters.
 */
export const OTHER_WORDS: Record<string, readonly string[]> = {
  /** Orders, invoices, cases, parcels, flights. */
  papers: wordList(`
    student*, vendor*, customer*, client*, member*, lesson*, class, course*, store, branch,
    agent*, employee*, staff id, item, product*, article*, model, serial*, error*, queue number,
    queue, meeting*, event*, patient*, house, flat, apartment*, cliente*, producto*, produto*,
    artículo*, artigo*, artikel*, produit*, prodotto, articolo, kunden*, produkt*, klient*,
    towar*, kreskow*, zákazník*, termék*, ügyfél*, produs*, товара, клиента, товару, клієнта,
    προϊόν*, πελάτη*, ürün*, müşteri*, رهگیری, پستی, التتبع, العميل, המוצר, לקוח, לבניין, בניין,
    sản phẩm, vận đơn, khách hàng, đơn*, bayar, pembayaran, pelanggan, produk, antrian,
    *สินค้า*, *ลูกค้า*, *商品*, *客户*, *会員*, *상품*, *고객*, order, booking*, cep, plz, cap, orders,
    order no, ref, reference*, case, ticket*, invoice*, flight, room, coach, platform, gate,
    parcel, package, tracking*, shipment, transaction*, txn*, trx*, purchase*, payment*,
    compra*, achat*, zahlung*, überweisung*, pagamento*, transaksi*, операци*, meter reading,
    upi ref*, policy*, customer no*, ref no*, pedido*, factura*, referencia*, envío*,
    encomenda*, protocolo*, fatura*, commande*, colis, facture*, dossier*, auftrag*, bestell*,
    rechnung*, sendung*, aktenzeichen*, kundennummer*, ordine, fattura*, pacco, bestelling*,
    factuur*, pakket, paket*, faktura*, ordre*, pakke*, pakken, paketti*, lasku*, tilau*,
    zamówieni*, paczka, przesyłk*, zásilk*, objednáv*, faktúr*, csomag*, számla, rendelés*,
    colet*, comand*, factur*, заказ*, посылк*, счет*, счёт*, замовлен*, посилк*, рахун*,
    відділен*, отделени*, пратк*, фактур*, поръчк*, офис*, παραγγελ*, δέμα*, τιμολόγι*,
    sipariş*, kargo*, شحنتك, رقم الطلب, طلبك, الفاتورة, חבילה*, הזמנה*, חשבונית*, مرسوله, سفارش,
    پارسل, آرڈر, पार्सल, ऑर्डर, পার্সেল, অর্ডার, பார்சல், *พัสดุ*, *คำสั่งซื้อ*, đơn hàng,
    pesanan, resi, bungkusan, invois, *包裹*, *订单*, *訂單*, *お荷物*, *注文*, *運送状*, *운송장*, *주문*, mzigo*,
    agizo*, kumb, pošiljk*, narudžb*, račun*, siunt*, sąskait*, užsakym*
  `),
  /** Cards and accounts, of which the last digits are shown. */
  cards: wordList(`
    card, card ending*, ending*, a/c, account*, tarjeta*, terminad* en, cartão*, final, conta,
    carte*, se terminant par, compte*, karte*, endziffer*, konto*, carta, termina con, pas,
    eindigend op, rekening*, kort*, slutar på, slutter på, ender på, kortilla, päättyy, kart*,
    kończ*, rachunek, končící, kártya*, vége, cardul*, terminat* în, карт*, завършващ*, κάρτα*,
    λήγει σε, biten, hesap*, بالبطاقة, بطاقة, المنتهية, حساب*, בכרטיס, המסתיים*, کارت, کارڈ,
    कार्ड, কার্ড, கார்டு, *บัตร*, *ลงท้าย*, *บัญชี*, thẻ, đuôi, tài khoản, tk, kartu*, kad,
    berakhir, nagtatapos*, *尾号*, *卡号*, *卡號*, *末四碼*, *账户*, *末尾*, *カード*, *카드*, *계좌*, končí*,
    završava*, kortel*
  `),
  /** Numbers to call or to text. */
  phones: wordList(`
    call, calls, call us, dial, phone, tel, hotline*, helpline*, stop, stop to, reply, help to,
    text help, text, txt, sms to, support on, contact, llame*, teléfono*, ligue*, telefone*,
    appelez*, stop au, annulation au, besoin d'aide, téléphone*, telefon*, hilfe*, chiama*, bel,
    bellen, ring, avboka*, afbud*, peruutuk*, pomoc*, anulare*, справк*, тел, телефон*,
    звоните*, τηλ*, ara, arayın, اتصل*, للاستفسار, לביטול, טלפון*, تلفن, فون, फोन, फ़ोन, ফোন,
    *โทร*, gọi*, hubungi*, bantuan, kurir, *电话*, *電話*, *客服*, *致电*, *お問い合わせ*, *문의*, *수신거부*,
    otkazivanje*, nazovite*, skambinkite*, piga*
  `),
  /** Money that has no currency beside it. */
  money: wordList(`
    balance*, saldo*, solde*, kontostand*, egyenleg*, sold, баланс*, bakiye*, paid, pagato,
    payé*, baki, salio, *余额*, *餘額*, *残高*, *누적*
  `),
  /** Other secrets. */
  secrets: wordList(`
    new password*, new pin, nueva contraseña*, nova senha*, nouveau mot de passe, neues
    passwort*, nuova password*, nieuw wachtwoord*, nowe hasło, новый пароль, новий пароль, yeni
    şifre*, كلمة المرور الجديدة, *新密码*, *新しいパスワード*, card pin, atm pin, sim pin, backup code*,
    recovery code*, temporary password*, username*, user id*, customer id*, login id*, puk*,
    cvv*, cvc*, iban*, bic
  `),
  /** Addresses. */
  places: wordList(`
    street*, locker, stanza, camera, zimmer*, gleis*, quai*, andén*, box
  `),
};
