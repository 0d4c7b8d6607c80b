const { PHONE_NUMBER, OTP_URL } = process.env;

export default {
  e2e: {
    baseUrl: 'http://127.0.0.1:3000',
    supportFile: false,
    specPattern: '*.cy.js',
    taskTimeout: 180_000, // an SMS takes its time
    setupNodeEvents(on) {
      on('task', {
        phoneNumber: () => PHONE_NUMBER,
        async otp() {
          const answer = await fetch(OTP_URL);
          const { otp_code, error } = await answer.json();
          if (error !== undefined) throw new Error(error.message);
          return otp_code;
        },
      });
    },
  },
};
