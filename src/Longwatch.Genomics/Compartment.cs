namespace Longwatch.Genomics;

/// <summary>Where a specimen was taken.</summary>
public enum Compartment : byte
{
    Tumour,
    Blood,
    Marrow,

    /// <summary>Cells collected before manufacture: no transgene is expected.</summary>
    Apheresis,

    /// <summary>The product as infused: every vector copy is expected to be there.</summary>
    Product,
    Unknown,
}
