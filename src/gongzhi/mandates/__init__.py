"""mandates"""
