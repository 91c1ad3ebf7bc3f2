"""The WeChat official account: webhook, passive replies, customer-service messages, menu."""
