namespace Longwatch.Domain.Cases;

/// <summary>How far molecular findings support that the vector took part in a tumour. A proposal of this project, not a published consensus.</summary>
/// <remarks>The order is of support for involvement; <see cref="M0"/> says only that nothing can be told.</remarks>
public enum EvidenceLevel : byte
{
    /// <summary>Not tested, no valid result, or a negative result that does not say what it could have seen.</summary>
    M0,

    /// <summary>Tested negative with adequate limit of detection and tumour content.</summary>
    M1,

    /// <summary>Vector detected; not shown to be in the tumour clone (bystander CAR T cells suffice).</summary>
    M2,

    /// <summary>Vector in the tumour clone.</summary>
    M3,

    /// <summary>Vector in the tumour clone, integrated in or near a cancer gene.</summary>
    M4,

    /// <summary>As M4, with demonstrated dysregulation and no sufficient alternative driver.</summary>
    M5,
}
