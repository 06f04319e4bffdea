"""The stage: performances made of data, with sound, picture and questions."""
