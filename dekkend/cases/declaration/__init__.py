"""The declaration for special education (tlv): who may advise, how long it holds, which number it bears."""
