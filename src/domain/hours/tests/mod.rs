mod balances;
mod rules;
mod times;
