it('signs up with the code from the SMS', () => {
  cy.visit('/');
  cy.task('phoneNumber').then((phone) => cy.get('[name=phone]').type(phone));
  cy.contains('button', 'Send code').click();
  cy.get('[name=code]').should('be.visible'); // the app has sent it

  cy.task('otp').then((code) => cy.get('[name=code]').type(code));

  cy.contains('button', 'Sign up').click();
  cy.contains('h1', 'Welcome');
});
