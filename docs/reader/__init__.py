"""The live digit reader of the site: a trained LSTM as numbers, and the script that steps it in the page."""
