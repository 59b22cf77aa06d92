"""What a choice between treatments asks of the history, as a closed list beside the questions before an injection."""

from __future__ import annotations

HISTORY = {
    "pregnancy_plans": "Planning a pregnancy?",
    "no_effective_contraception": "Able to become pregnant, without highly effective contraception?",
    "asthma": "Asthma, or attacks of wheezing, now or before?",
    "heart_attack_or_angina": "A heart attack, angina or narrowed heart arteries, now or before?",
    "stroke_or_tia": "A stroke or a mini-stroke (TIA), ever?",
    "peripheral_arterial_disease": "Narrowed arteries of the legs, or poor circulation?",
    "slow_or_irregular_heartbeat": "A slow heartbeat, heart block or another disorder of the heart's rhythm?",
    "heart_failure": "Heart failure?",
    "high_blood_pressure": "High blood pressure?",
    "low_blood_pressure": "Low blood pressure?",
    "raynaud": "Fingers or toes that turn white or blue in the cold (Raynaud)?",
    "low_blood_sugar": "Diabetes, or attacks of low blood sugar?",
    "kidney_stones": "Kidney stones, now or before?",
    "kidney_disease": "Kidney disease?",
    "liver_disease": "Liver disease, or blocked bile ducts?",
    "glaucoma": "Glaucoma, or raised pressure in the eye?",
    "depression": "Depression or thoughts of suicide, now or before?",
    "psychiatric_or_neurological_disease": "Another mental illness or disease of the nervous system?",
    "parkinsonism": "Parkinson's disease, or another disorder of movement?",
    "constipation": "Constipation, or a medicine that slows the bowel?",
    "mitochondrial_disease": "A mitochondrial disease (POLG), or liver failure in the family from valproate?",
    "overactive_thyroid": "An overactive thyroid, or medicines for the thyroid?",
    "hemiplegic_or_brainstem_aura": "Aura with weakness of one side, or from the brainstem?",
    "latex_allergy": "An allergy to latex?",
    "fructose_intolerance": "Hereditary fructose intolerance?",
    "maoi": "A monoamine oxidase inhibitor, now or in the last two weeks?",
    "ergotamine": "Ergotamine, or another medicine made from ergot?",
    "strong_cyp3a4_inhibitor": "Ketoconazole, itraconazole, clarithromycin, ritonavir or a medicine like them?",
}
"""Id -> the question in plain words. Answers as before an injection: yes, no, possible, unknown, not applicable."""
