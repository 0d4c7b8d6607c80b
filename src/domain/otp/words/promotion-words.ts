import { wordList } from './word-list.ts';

/** Words of advertisements: a code in one of these is a discount. `*` stands for any letters. */
export const PROMOTION_WORDS: Record<string, readonly string[]> = {
  latin: wordList(`
    off, discount*, promo*, coupon*, voucher*, checkout, sale, free delivery, redeem*, raffle*,
    vote*, voting, lucky, prize*, winner*, lottery, jackpot, cashback, descuento*, rebaja*,
    oferta*, cupom, cupón*, desconto*, soldes, remise*, réduction*, rabatt*, gutschein*,
    sconto*, sconti, buono*, korting*, rabat*, spar, alennu*, alekoodi*, slev*, kedvezmény*,
    kupon*, reducere*, indirim*, giảm, khuyến mãi, diskon*, diskaun*, punguzo, popust*,
    nuolaid*, έκπτωση*
  `),
  cyrillic: wordList(`скидк*, промокод*, акци*, знижк*, отстъпк*, купон*`),
  rightToLeft: wordList(`خصم, تخفیف, کد تخفیف, رعایت, הנחה, קופון`),
  indic: wordList(`छूट, ছাড়, தள்ளுபடி`),
  east: wordList(`*ส่วนลด*, *优惠*, *優惠*, *折扣*, *大促*, *クーポン*, *割引*, *쿠폰*, *할인*`),
};
