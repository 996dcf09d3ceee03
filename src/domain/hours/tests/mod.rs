mod attendances;
mod balances;
mod rules;
mod times;
